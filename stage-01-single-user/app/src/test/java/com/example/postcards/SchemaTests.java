package com.example.postcards;

import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;

@DatabaseTest
class SchemaTests {

	@Autowired
	private Flyway flyway;

	@Test
	void migratingAgainChangesNothing() {
		assertThat(this.flyway.info().applied()).isNotEmpty();
		assertThat(this.flyway.migrate().migrationsExecuted).isZero();
	}

}
