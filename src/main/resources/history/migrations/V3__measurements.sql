-- What a measurement is: a new resolution, floor or direction makes a new row, and the newest run's counts.
create table measure (
    measure_id bigint not null primary key,
    name text not null,
    unit text not null,
    direction text not null,
    resolution double precision not null,
    floor double precision not null
);

-- Of runs in which the device came to its own end.
create table measurement (
    run_id bigint not null references run (run_id),
    measure_id bigint not null references measure (measure_id),
    least double precision not null,
    median double precision not null,
    greatest double precision not null,
    newest double precision not null,
    samples bigint not null,
    primary key (run_id, measure_id)
);
