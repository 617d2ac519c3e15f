//! Plays scenarios on as many threads as there are processors.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

use super::out::Out;
use crate::play::{Options, PlayError, play};
use crate::report::ScenarioReport;
use crate::scenario::Scenario;

/// How often the progress line is drawn anew.
const TICK: Duration = Duration::from_millis(100);

/// How often a line is written where there is no terminal.
const PLAIN_LINE: Duration = Duration::from_secs(10);

/// What came of a scenario: a report, an error, or a panic.
pub(crate) type Ended = Result<Result<ScenarioReport, PlayError>, String>;

/// Plays all scenarios and hands each end to `on_end` at once; answers in the order of the scenarios.
pub(crate) fn play_all(
    scenarios: &[Scenario],
    options: &Options,
    out: Out,
    on_end: impl FnMut(&Ended),
) -> Vec<Option<Ended>> {
    let order = by_weight(scenarios);
    let next = AtomicUsize::new(0);
    let threads = std::thread::available_parallelism().map_or(1, core::num::NonZero::get);
    let (sender, receiver) = mpsc::channel();
    let mut ends: Vec<Option<Ended>> = scenarios.iter().map(|_| None).collect();
    std::thread::scope(|scope| {
        for _ in 0..threads.min(scenarios.len()) {
            let (sender, order, next) = (sender.clone(), &order, &next);
            scope.spawn(move || {
                while let Some(index) = order.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let left = scenarios.get(*index).filter(|_| !options.is_stopped());
                    let Some(scenario) = left else { return };
                    if sender.send((*index, play_one(scenario, options))).is_err() {
                        return;
                    }
                }
            });
        }
        drop(sender);
        collect(&receiver, &mut ends, Progress::new(scenarios.len(), out), on_end);
    });
    ends
}

/// Takes every end as it comes, until no thread is left.
fn collect(
    receiver: &Receiver<(usize, Ended)>,
    ends: &mut [Option<Ended>],
    mut progress: Progress,
    mut on_end: impl FnMut(&Ended),
) {
    loop {
        match receiver.recv_timeout(TICK) {
            Ok((index, ended)) => {
                progress.suspend(|| on_end(&ended));
                progress.advance();
                if let Some(place) = ends.get_mut(index) {
                    *place = Some(ended);
                }
            }
            Err(RecvTimeoutError::Timeout) => progress.tick(),
            Err(RecvTimeoutError::Disconnected) => break,
        }
    }
    progress.finish();
}

fn play_one(scenario: &Scenario, options: &Options) -> Ended {
    catch_unwind(AssertUnwindSafe(|| play(scenario, options))).map_err(|panic| {
        let text = panic.downcast_ref::<String>().map(String::as_str);
        let text = text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("no message");
        format!("panic while playing {}: {text}", scenario.source.name())
    })
}

/// The longest first, so that no thread is left with it at the end.
fn by_weight(scenarios: &[Scenario]) -> Vec<usize> {
    let weight = |scenario: &Scenario| {
        let calls = scenario.steps.iter().filter_map(|step| step.call.as_ref());
        calls.fold(0_usize, |sum, call| sum.saturating_add(call.from.accounts().len()))
    };
    let mut order: Vec<usize> = (0..scenarios.len()).collect();
    order.sort_by_key(|index| core::cmp::Reverse(scenarios.get(*index).map_or(0, weight)));
    order
}

/// A progress line on a terminal, a plain line now and then elsewhere.
struct Progress {
    bar: ProgressBar,
    total: usize,
    done: usize,
    is_plain: bool,
    last_line: Instant,
    out: Out,
}

impl Progress {
    fn new(total: usize, out: Out) -> Self {
        let bar = if out.is_quiet {
            ProgressBar::hidden()
        } else {
            ProgressBar::new(u64::try_from(total).unwrap_or(u64::MAX))
        };
        if let Ok(style) =
            ProgressStyle::with_template("{elapsed} [{wide_bar}] {pos} of {len} scenarios")
        {
            bar.set_style(style);
        }
        let is_plain = bar.is_hidden() && !out.is_quiet;
        Self { bar, total, done: 0, is_plain, last_line: Instant::now(), out }
    }

    fn advance(&mut self) {
        self.done = self.done.saturating_add(1);
        self.bar.inc(1);
    }

    fn tick(&mut self) {
        self.bar.tick();
        if self.is_plain && self.last_line.elapsed() >= PLAIN_LINE {
            self.last_line = Instant::now();
            self.out.message(&format!("{} of {} scenarios", self.done, self.total));
        }
    }

    fn suspend(&self, told: impl FnOnce()) {
        self.bar.suspend(told);
    }

    fn finish(&self) {
        self.bar.finish_and_clear();
    }
}
