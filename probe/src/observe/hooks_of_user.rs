//! The hooks that an application has set on a builder. Tokio has room for one of each: where
//! a runtime is observed they are called beside the probe's own.

use std::sync::Arc;
use tokio::runtime::Builder;
#[cfg(tokio_unstable)]
use tokio::runtime::TaskMeta;

/// A hook about the thread it is called on.
pub(crate) type ThreadHook = Arc<dyn Fn() + Send + Sync>;

/// A hook about a task.
#[cfg(tokio_unstable)]
pub(crate) type TaskHook = Arc<dyn for<'a, 'b> Fn(&'a TaskMeta<'b>) + Send + Sync>;

/// See the module's text.
#[derive(Clone, Default)]
pub(crate) struct UserHooks {
    pub(crate) start: Option<ThreadHook>,
    pub(crate) park: Option<ThreadHook>,
    pub(crate) unpark: Option<ThreadHook>,
    #[cfg(tokio_unstable)]
    pub(crate) task_spawn: Option<TaskHook>,
    #[cfg(tokio_unstable)]
    pub(crate) before_poll: Option<TaskHook>,
    #[cfg(tokio_unstable)]
    pub(crate) after_poll: Option<TaskHook>,
    #[cfg(tokio_unstable)]
    pub(crate) terminate: Option<TaskHook>,
}

impl UserHooks {
    /// Sets them, and nothing beside them.
    pub(crate) fn set(&self, builder: &mut Builder) {
        let [start, park, unpark] = [&self.start, &self.park, &self.unpark].map(Clone::clone);
        builder
            .on_thread_start(move || call(start.as_ref()))
            .on_thread_park(move || call(park.as_ref()))
            .on_thread_unpark(move || call(unpark.as_ref()));
        #[cfg(tokio_unstable)]
        self.set_of_tasks(builder);
    }

    #[cfg(tokio_unstable)]
    fn set_of_tasks(&self, builder: &mut Builder) {
        let hook = |hook: &Option<TaskHook>| {
            let hook = hook.clone();
            move |meta: &TaskMeta<'_>| {
                if let Some(hook) = &hook {
                    hook(meta);
                }
            }
        };
        builder
            .on_task_spawn(hook(&self.task_spawn))
            .on_before_task_poll(hook(&self.before_poll))
            .on_after_task_poll(hook(&self.after_poll))
            .on_task_terminate(hook(&self.terminate));
    }
}

/// Calls a hook of the application, if it has set one.
pub(super) fn call(hook: Option<&ThreadHook>) {
    if let Some(hook) = hook {
        hook();
    }
}
