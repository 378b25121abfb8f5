package com.example.lab.postgres;

/** A stand-in on which a PostgreSQL server runs. */
public interface PostgresHost {

	/**
	 * The server.
	 * @return the server that takes writes
	 */
	PostgresServer postgres();

}
