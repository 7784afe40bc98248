DROP TABLE association;
