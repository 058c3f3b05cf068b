-- The same statements run on SQLite and on PostgreSQL. Keys are hashes of what they stand for, so that a database made
-- again from the run directories has the same rows. Times are milliseconds since 1970, UTC; sizes are bytes.

create table series (
    series_id bigint not null primary key,
    target text not null,
    network text not null,
    toolchain text not null,
    phases text not null,
    identity_class text not null
);

create table image (
    image_id bigint not null primary key,
    image text not null,
    sha256 text not null,
    build_id text,
    commit_id text,
    commit_number bigint,
    mbed_os text,
    toolchain text,
    macros text not null,
    static_bytes bigint,
    flash_bytes bigint,
    ram_bytes bigint not null,
    modules text not null
);

create table run (
    run_id bigint not null primary key,
    run text not null,
    bench text not null,
    board text not null,
    started_ms bigint not null,
    outcome text not null,
    comparable integer not null,
    series_id bigint not null references series (series_id),
    image_id bigint not null references image (image_id),
    current_bytes bigint,
    max_bytes bigint,
    stack_bytes bigint,
    per_loop_bytes double precision,
    loops text not null
);

create index run_by_series on run (series_id, comparable, started_ms);

-- Not derived: what people decided. Rebuilding the history leaves it alone.
create table acceptance (
    acceptance_id bigint not null primary key,
    series_id bigint not null references series (series_id),
    metric text not null,
    sha256 text not null,
    bytes bigint not null,
    reason text not null,
    who text not null,
    accepted_ms bigint not null
);
