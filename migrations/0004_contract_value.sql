-- +goose Up

-- What a contract is worth a year, in hundredths of a pound: from the Mental Health Investment Standard and from Service
-- Development Funding. Commissioners alone read it.
ALTER TABLE contracts ADD COLUMN value_mhis BIGINT;
ALTER TABLE contracts ADD COLUMN value_sdf BIGINT;
