-- Records are parked by what they tell of, not by their Kafka key: on topics keyed by organisation a key is everybody. Both
-- columns follow from the headers, so that lines of before have them too, and lines that an older instance still writes.
-- The place is that in the subject's own stream; of directory records their version; -1 where a record names none. Headers
-- with a zero character, which JSON in PostgreSQL cannot say, name nothing: whatever is wrong must find room here.
alter table parked_record
    add column subject text not null generated always as (
        case when topic in ('client-directory', 'user-directory', 'reference-directory')
                  or strpos(headers, '\u0000') > 0 then key
             else coalesce(headers::json ->> 'ce_subject', key) end) stored,
    add column place bigint not null generated always as (
        case when strpos(headers, '\u0000') > 0 then -1
             when topic in ('client-directory', 'user-directory', 'reference-directory')
             then case when headers::json ->> 'recordversion' ~ '^[0-9]{1,18}$'
                       then (headers::json ->> 'recordversion')::bigint else -1 end
             else case when headers::json ->> 'seq' ~ '^[0-9]{1,18}$'
                       then (headers::json ->> 'seq')::bigint else -1 end end) stored;

-- An offset names a record only as long as its topic lives: after that, another record may have it.
alter table parked_record drop constraint parked_record_pkey;
alter table parked_record add column id bigint generated always as identity primary key;
create unique index parked_record_once
    on parked_record (consumer, topic, subject, place, partition, record_offset);
drop index parked_record_key;
create index parked_record_key on parked_record (consumer, topic, key);
