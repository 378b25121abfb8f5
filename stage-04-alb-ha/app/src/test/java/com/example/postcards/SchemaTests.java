package com.example.postcards;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;

@PostcardsTest
class SchemaTests {

	@Autowired
	private Flyway flyway;

	@Autowired
	private EmbeddedPostgres postgres;

	@Test
	void migratingAgainChangesNothing() {
		assertThat(this.flyway.info().applied()).isNotEmpty();
		assertThat(this.flyway.migrate().migrationsExecuted).isZero();
	}

	@Test
	void aDatabaseThatHasTheRepeatableMigrationGetsTheVersionsAfterIt() throws SQLException {
		try (Connection master = this.postgres.getPostgresDatabase().getConnection();
				Statement statement = master.createStatement()) {
			statement.execute("delete from flyway_schema_history where version = '5'");
			statement.execute("alter table postcard drop column idempotency_key, drop column idempotency_digest");
		}
		assertThat(this.flyway.migrate().migrationsExecuted).isOne();
	}

}
