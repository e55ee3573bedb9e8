import { sqliteCms } from './cms.ts';
import { databaseContract } from './contract.ts';

databaseContract('SQLite', true, sqliteCms);
