-- Run once, when the Postgres volume is new. Grafana's SQL editor runs whatever its user types, so its role may read
-- and nothing else. pg_read_all_data also covers the tables and daily partitions that Runline creates later.
CREATE ROLE grafana LOGIN PASSWORD 'grafana';
GRANT pg_read_all_data TO grafana;
