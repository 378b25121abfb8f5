package com.example.postcards;

import javax.sql.DataSource;

import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A database that is unavailable. Without an annotation, so that only who imports it has
 * it.
 */
class NoDatabase {

	private final DataSource database = new DriverManagerDataSource("jdbc:postgresql://127.0.0.1:1/none");

	@Bean
	JdbcClient jdbc() {
		return JdbcClient.create(this.database);
	}

	@Bean
	TransactionTemplate transaction() {
		return new TransactionTemplate(new JdbcTransactionManager(this.database));
	}

}
