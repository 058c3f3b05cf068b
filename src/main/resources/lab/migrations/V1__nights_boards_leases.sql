-- The same statements run on SQLite and on PostgreSQL, but for the types whose names differ. Times are milliseconds since 1970,
-- UTC, by the database's clock.

create table night (
    night text not null primary key,
    plan text not null,
    digest text not null,
    settings text not null,
    host text not null,
    started_ms bigint not null,
    closes_ms bigint,
    cancelled_ms bigint,
    ended_ms bigint
);

create index night_by_plan on night (plan, started_ms);

create table item (
    item text not null primary key,
    night text not null references night (night),
    ordinal integer not null,
    place text not null,
    target text not null,
    build text not null,
    image text not null,
    sha256 text not null,
    phases text not null,
    repeat integer not null,
    -- Names of leases: whoever runs the item has them all.
    thing_lease text not null,
    client_lease text not null,
    topic_lease text not null,
    word text,
    reason text,
    ended_ms bigint
);

create index item_by_night on item (night, ordinal);
create index item_by_place on item (place, word);

create table attempt (
    attempt text not null primary key,
    item text not null references item (item),
    night text not null references night (night),
    number integer not null,
    bench text not null,
    board text not null,
    agent text not null,
    run text,
    build_id text,
    started_ms bigint not null,
    ended_ms bigint,
    outcome text,
    stage text,
    owner text,
    step text,
    reason text,
    max_bytes bigint
);

create index attempt_by_item on attempt (item, number);
create index attempt_by_night on attempt (night, bench, board, started_ms);

create table board (
    bench text not null,
    board text not null,
    target text not null,
    thing text,
    agent text not null,
    state text not null,
    words text not null,
    run text,
    image text,
    since_ms bigint not null,
    seen_ms bigint not null,
    primary key (bench, board)
);

-- Who may use what until when. A holder that is gone lets go by doing nothing. A board whose bench is gone may go on by
-- itself: what it uses stays its own for lasting_ms more, and only it may have it.
create table lease (
    name text not null primary key,
    holder text not null,
    board text not null,
    lasting_ms bigint not null,
    until_ms bigint not null
);

create table remark (
    remark text not null primary key,
    at_ms bigint not null,
    night text,
    host text not null,
    words text not null
);

create index remark_by_time on remark (at_ms);

-- Evidence logs of all hosts, as far as they have come; secrets are hidden in them.
create table log_part (
    bench text not null,
    run text not null,
    part integer not null,
    bytes ${blob} not null,
    last integer not null,
    at_ms bigint not null,
    primary key (bench, run, part)
);

-- Images for other hosts.
create table image_file (
    sha256 text not null,
    image text not null,
    manifest ${blob} not null,
    file_name text not null,
    file ${blob} not null,
    map_name text,
    map ${blob},
    primary key (sha256, image)
);

-- db-scheduler's own table (its file postgresql_tables.sql).
create table scheduled_tasks (
    task_name text not null,
    task_instance text not null,
    task_data ${blob},
    execution_time ${time} not null,
    picked boolean not null,
    picked_by text,
    last_success ${time},
    last_failure ${time},
    consecutive_failures integer,
    last_heartbeat ${time},
    version bigint not null,
    priority smallint,
    state text,
    primary key (task_name, task_instance)
);

create index execution_time_idx on scheduled_tasks (execution_time);
create index last_heartbeat_idx on scheduled_tasks (last_heartbeat);
