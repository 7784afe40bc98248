DROP TABLE protocol_series;
DROP TABLE protocol;
