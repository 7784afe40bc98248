DROP TABLE charge_correction;
DROP TABLE charge_line;
DROP TABLE charge_rule;
