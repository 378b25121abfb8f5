package com.example.lab.aws.rds;

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
	 * The address to which clients connect.
	 * @return null while no server accepts connections
	 */
	@Nullable InetSocketAddress address();

	/**
	 * The role of each server, the primary first.
	 */
	List<InstanceZone> roles();

	/**
	 * How its servers die and start again.
	 */
	List<Drill> drills();

	/**
	 * Reboots all of them with other parameters, or with those before if PostgreSQL
	 * refuses them.
	 * @throws IllegalArgumentException if it refuses
	 */
	void reboot(Parameters before, Parameters after) throws Exception;

	/**
	 * Ends all but the primary, which continues alone and belongs to the caller.
	 * @throws IllegalStateException while it fails over
	 */
	RestartingServer dissolve();

	@Override
	void close();

}
