package com.example.postcards.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import com.example.kit.LocalAws;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

import org.springframework.mock.env.MockEnvironment;
import org.springframework.util.PlaceholderResolutionException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class DatabaseCredentialsTests {

	@TempDir
	private Path directory;

	@BeforeEach
	void start() {
		LocalAws.start();
	}

	@Test
	void rotationFailsNoRequestAndNeedsNoRestart() throws Exception {
		try (EmbeddedPostgres postgres = EmbeddedPostgres.builder().setDataDirectory(this.directory).start();
				Connection admin = postgres.getPostgresDatabase().getConnection();
				HikariDataSource pool = pool(postgres)) {
			demandPasswords(admin);
			LocalAws.putSecret("rotated", "app", "one");
			credentials("postcards.rotated.secret", "rotated").postProcessAfterInitialization(pool, "dataSource");
			query(pool);

			execute(admin, "alter user app password 'two'");
			pool.getHikariPoolMXBean().softEvictConnections();
			CompletableFuture<Void> duringRotation = CompletableFuture.runAsync(() -> query(pool));
			Awaitility.await().until(() -> pool.getHikariPoolMXBean().getThreadsAwaitingConnection() == 1);
			LocalAws.putSecret("rotated", "app", "two");

			assertThat(duringRotation).succeedsWithin(20, TimeUnit.SECONDS);
		}
	}

	private void demandPasswords(Connection admin) throws SQLException, IOException {
		execute(admin, "create user app password 'one'");
		Files.writeString(this.directory.resolve("pg_hba.conf"), "host all all 127.0.0.1/32 scram-sha-256\n");
		execute(admin, "select pg_reload_conf()");
	}

	@Test
	void eachPoolHasASecretOfItsOwn() throws Exception {
		LocalAws.putSecret("of-the-replica", "reader", "secret");
		try (HikariDataSource database = new HikariDataSource(); HikariDataSource replica = new HikariDataSource()) {
			DatabaseCredentials credentials = credentials("postcards.replica.secret", "of-the-replica");
			replica.setPoolName("replica");
			credentials.postProcessAfterInitialization(replica, "replica");
			assertThat(replica.getCredentialsProvider().getCredentials().getUsername()).isEqualTo("reader");
			database.setPoolName("database");
			assertThatExceptionOfType(PlaceholderResolutionException.class)
				.isThrownBy(() -> credentials.postProcessAfterInitialization(database, "dataSource"))
				.withMessageContaining("postcards.database.secret");
		}
	}

	private static DatabaseCredentials credentials(String setting, String secret) {
		return new DatabaseCredentials(SecretsManagerClient.create(),
				new MockEnvironment().withProperty(setting, secret));
	}

	private static HikariDataSource pool(EmbeddedPostgres postgres) {
		HikariDataSource pool = new HikariDataSource();
		pool.setPoolName("rotated");
		pool.setJdbcUrl("jdbc:postgresql://127.0.0.1:%d/postgres".formatted(postgres.getPort()));
		pool.setMinimumIdle(0);
		return pool;
	}

	private static void query(HikariDataSource pool) {
		try (Connection connection = pool.getConnection()) {
			execute(connection, "select 1");
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void execute(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

}
