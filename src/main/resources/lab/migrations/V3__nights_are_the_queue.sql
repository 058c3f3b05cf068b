-- The scheduler knows boards only; what is to be run is the nights' own rows. What waited for it waits on, until its night opens.
alter table night add column opens_ms bigint;

update night set opens_ms = (
    select min(cast(${millisOf}t.execution_time) as bigint) - i.ordinal)
    from scheduled_tasks t join item i on i.item = t.task_instance
    where i.night = night.night
) where ended_ms is null;

delete from scheduled_tasks where task_name = 'run';
