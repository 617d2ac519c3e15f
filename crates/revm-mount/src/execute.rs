//! Runs transactions: revm's execution traits with mainnet's handler, behind a check of the configuration.

use alloy_primitives::{Address, Bytes};
use restaking_host::Modules;
use revm::context::ContextSetters;
use revm::context::result::{AnyError, EVMError, ExecutionResult, HaltReason, ResultAndState};
use revm::context_interface::result::InvalidTransaction;
use revm::context_interface::{ContextTr, Database, JournalTr};
use revm::database_interface::DatabaseCommit;
use revm::handler::instructions::InstructionProvider;
use revm::handler::{
    EthFrame, EvmTr, ExecuteCommitEvm, ExecuteEvm, Handler, MainnetHandler, PrecompileProvider,
    SystemCallCommitEvm, SystemCallEvm, SystemCallTx,
};
use revm::inspector::{
    InspectCommitEvm, InspectEvm, InspectSystemCallEvm, Inspector, InspectorEvmTr,
    InspectorHandler, JournalExt,
};
use revm::interpreter::InterpreterResult;
use revm::interpreter::interpreter::EthInterpreter;
use revm::state::EvmState;

use crate::RestakingEvm;

type DbError<CTX> = <<CTX as ContextTr>::Db as Database>::Error;

impl<CTX: ContextTr, INSP, I, P, M> RestakingEvm<CTX, INSP, I, P, M> {
    /// Context, precompiles and inspector can be changed between transactions, so each one looks again.
    fn recheck(&self) -> Result<(), EVMError<DbError<CTX>>> {
        self.check_config().map_err(|error| EVMError::CustomAny(AnyError::new(error)))
    }
}

impl<CTX, INSP, I, P, M> ExecuteEvm for RestakingEvm<CTX, INSP, I, P, M>
where
    CTX: ContextTr<Journal: JournalTr<State = EvmState>> + ContextSetters,
    I: InstructionProvider<Context = CTX, InterpreterTypes = EthInterpreter>,
    P: PrecompileProvider<CTX, Output = InterpreterResult>,
    M: Modules,
{
    type ExecutionResult = ExecutionResult<HaltReason>;
    type State = EvmState;
    type Error = EVMError<DbError<CTX>, InvalidTransaction>;
    type Tx = CTX::Tx;
    type Block = CTX::Block;

    fn set_block(&mut self, block: Self::Block) {
        self.ctx().set_block(block);
    }

    fn transact_one(&mut self, tx: Self::Tx) -> Result<Self::ExecutionResult, Self::Error> {
        self.recheck()?;
        self.ctx().set_tx(tx);
        MainnetHandler::default().run(self)
    }

    fn finalize(&mut self) -> Self::State {
        self.ctx().journal_mut().finalize()
    }

    fn replay(&mut self) -> Result<ResultAndState<HaltReason>, Self::Error> {
        self.recheck()?;
        let result = MainnetHandler::default().run(self);
        let state = self.finalize();
        result.map(|result| ResultAndState::new(result, state))
    }
}

impl<CTX, INSP, I, P, M> ExecuteCommitEvm for RestakingEvm<CTX, INSP, I, P, M>
where
    CTX: ContextTr<Journal: JournalTr<State = EvmState>, Db: DatabaseCommit> + ContextSetters,
    I: InstructionProvider<Context = CTX, InterpreterTypes = EthInterpreter>,
    P: PrecompileProvider<CTX, Output = InterpreterResult>,
    M: Modules,
{
    fn commit(&mut self, state: Self::State) {
        self.ctx().db_mut().commit(state);
    }
}

impl<CTX, INSP, I, P, M> SystemCallEvm for RestakingEvm<CTX, INSP, I, P, M>
where
    CTX: ContextTr<Journal: JournalTr<State = EvmState>, Tx: SystemCallTx> + ContextSetters,
    I: InstructionProvider<Context = CTX, InterpreterTypes = EthInterpreter>,
    P: PrecompileProvider<CTX, Output = InterpreterResult>,
    M: Modules,
{
    fn system_call_one_with_caller(
        &mut self,
        caller: Address,
        system_contract_address: Address,
        data: Bytes,
    ) -> Result<Self::ExecutionResult, Self::Error> {
        self.recheck()?;
        let tx = CTX::Tx::new_system_tx_with_caller(caller, system_contract_address, data);
        self.ctx().set_tx(tx);
        MainnetHandler::default().run_system_call(self)
    }
}

impl<CTX, INSP, I, P, M> SystemCallCommitEvm for RestakingEvm<CTX, INSP, I, P, M>
where
    CTX: ContextTr<Journal: JournalTr<State = EvmState>, Db: DatabaseCommit, Tx: SystemCallTx>
        + ContextSetters,
    I: InstructionProvider<Context = CTX, InterpreterTypes = EthInterpreter>,
    P: PrecompileProvider<CTX, Output = InterpreterResult>,
    M: Modules,
{
    fn system_call_with_caller_commit(
        &mut self,
        caller: Address,
        system_contract_address: Address,
        data: Bytes,
    ) -> Result<Self::ExecutionResult, Self::Error> {
        let ended = self.system_call_with_caller(caller, system_contract_address, data)?;
        self.commit(ended.state);
        Ok(ended.result)
    }
}

impl<CTX, INSP, I, P, M> InspectEvm for RestakingEvm<CTX, INSP, I, P, M>
where
    CTX: ContextTr<Journal: JournalTr<State = EvmState> + JournalExt> + ContextSetters,
    INSP: Inspector<CTX, EthInterpreter>,
    I: InstructionProvider<Context = CTX, InterpreterTypes = EthInterpreter>,
    P: PrecompileProvider<CTX, Output = InterpreterResult>,
    M: Modules,
{
    type Inspector = INSP;

    fn set_inspector(&mut self, inspector: INSP) {
        *self.inspector() = inspector;
    }

    fn inspect_one_tx(&mut self, tx: Self::Tx) -> Result<Self::ExecutionResult, Self::Error> {
        self.recheck()?;
        self.ctx().set_tx(tx);
        MainnetHandler::<Self, Self::Error, EthFrame<EthInterpreter>>::default().inspect_run(self)
    }
}

impl<CTX, INSP, I, P, M> InspectCommitEvm for RestakingEvm<CTX, INSP, I, P, M>
where
    CTX: ContextTr<Journal: JournalTr<State = EvmState> + JournalExt, Db: DatabaseCommit>
        + ContextSetters,
    INSP: Inspector<CTX, EthInterpreter>,
    I: InstructionProvider<Context = CTX, InterpreterTypes = EthInterpreter>,
    P: PrecompileProvider<CTX, Output = InterpreterResult>,
    M: Modules,
{
}

impl<CTX, INSP, I, P, M> InspectSystemCallEvm for RestakingEvm<CTX, INSP, I, P, M>
where
    CTX: ContextTr<Journal: JournalTr<State = EvmState> + JournalExt, Tx: SystemCallTx>
        + ContextSetters,
    INSP: Inspector<CTX, EthInterpreter>,
    I: InstructionProvider<Context = CTX, InterpreterTypes = EthInterpreter>,
    P: PrecompileProvider<CTX, Output = InterpreterResult>,
    M: Modules,
{
    fn inspect_one_system_call_with_caller(
        &mut self,
        caller: Address,
        system_contract_address: Address,
        data: Bytes,
    ) -> Result<Self::ExecutionResult, Self::Error> {
        self.recheck()?;
        let tx = CTX::Tx::new_system_tx_with_caller(caller, system_contract_address, data);
        self.ctx().set_tx(tx);
        MainnetHandler::<Self, Self::Error, EthFrame<EthInterpreter>>::default()
            .inspect_run_system_call(self)
    }
}
