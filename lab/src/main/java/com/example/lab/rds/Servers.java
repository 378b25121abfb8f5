package com.example.lab.rds;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.sql.SQLException;
import java.util.List;

import com.example.lab.standin.Drill;
import com.example.lab.standin.Zonal;
import org.jspecify.annotations.Nullable;

/**
 * The servers of an instance: one in one zone, or a primary and its standby in two.
 */
sealed interface Servers extends Zonal, AutoCloseable permits SingleAz, MultiAz {

	/**
	 * The servers that will run, to be configured before they are made.
	 */
	List<RestartingServer> all();

	/**
	 * Makes a new database and starts it.
	 * @param database the master user's own; empty for none
	 */
	void create(MasterUser master, String database) throws IOException, SQLException;

	/**
	 * The server that takes writes.
	 */
	RestartingServer primary();

	/**
	 * Where clients are to be led.
	 * @return null while nobody takes them
	 */
	@Nullable InetSocketAddress address();

	/**
	 * Who does what, the primary first.
	 */
	List<InstanceZone> roles();

	/**
	 * How its servers die and start again.
	 */
	List<Drill> drills();

	@Override
	void close();

}
