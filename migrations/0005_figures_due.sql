-- +goose Up

-- When a quarter's figures are due: on a day of the first, second or third month after it.
ALTER TABLE tenants ADD COLUMN due_month INTEGER NOT NULL DEFAULT 2;
ALTER TABLE tenants ADD COLUMN due_day INTEGER NOT NULL DEFAULT 15;
