DROP TABLE worklist_query;
