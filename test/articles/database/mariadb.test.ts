import { hasMariaDb } from '../../support/database-servers.ts';
import { mariaDbCms } from './cms.ts';
import { databaseContract } from './contract.ts';

databaseContract('MariaDB', hasMariaDb, mariaDbCms);
