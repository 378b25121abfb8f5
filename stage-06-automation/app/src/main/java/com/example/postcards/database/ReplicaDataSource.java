package com.example.postcards.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.jdbc.datasource.AbstractDataSource;
import org.springframework.jdbc.support.JdbcUtils;

/**
 * Connections to the replica, or to the primary while the replica does not respond, lags,
 * or has not replayed the last write of the reader.
 */
class ReplicaDataSource extends AbstractDataSource {

	private static final Logger log = LoggerFactory.getLogger(ReplicaDataSource.class);

	/** How long readers go to the primary after the replica did not respond. */
	private static final Duration PAUSE = Duration.ofSeconds(5);

	// tag::fresh[]
	/**
	 * Whether the replica has what the reader has written, and is not old: it has
	 * replayed all that has arrived, or something of the last seconds. The time alone
	 * would only say when the primary was last written to.
	 */
	private static final String FRESH = """
			select coalesce(pg_last_wal_replay_lsn() >= coalesce(?::pg_lsn, '0/0')
				and (pg_last_wal_replay_lsn() >= pg_last_wal_receive_lsn()
					or pg_last_xact_replay_timestamp() > now() - interval '10 seconds'), false)""";

	// end::fresh[]

	private final DataSource replica;

	private final DataSource primary;

	private volatile long pausedUntil = System.nanoTime();

	ReplicaDataSource(DataSource replica, DataSource primary) {
		this.replica = replica;
		this.primary = primary;
	}

	@Override
	public Connection getConnection() throws SQLException {
		Connection fresh = freshReplica();
		if (fresh != null) {
			return fresh;
		}
		Connection other = this.primary.getConnection();
		other.setReadOnly(true);
		return other;
	}

	@Override
	public Connection getConnection(String username, String password) throws SQLException {
		return getConnection();
	}

	private @Nullable Connection freshReplica() {
		if (System.nanoTime() - this.pausedUntil < 0) {
			return null;
		}
		Connection connection = null;
		try {
			connection = this.replica.getConnection();
			if (isFresh(connection, LastWrite.position())) {
				return connection;
			}
		}
		catch (SQLException ex) {
			this.pausedUntil = System.nanoTime() + PAUSE.toNanos();
			log.atWarn().setCause(ex).log("Replica unavailable");
		}
		JdbcUtils.closeConnection(connection);
		return null;
	}

	private static boolean isFresh(Connection connection, @Nullable String position) throws SQLException {
		try (PreparedStatement query = connection.prepareStatement(FRESH)) {
			query.setString(1, position);
			try (ResultSet row = query.executeQuery()) {
				row.next();
				return row.getBoolean(1);
			}
		}
	}

}
