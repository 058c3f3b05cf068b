-- Runs are searched by time, newest first.
create index run_by_time on run (started_ms, run_id);
