package com.example.postcards.database;

import java.util.Properties;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.util.Credentials;
import org.flywaydb.core.api.configuration.FluentConfiguration;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.flyway.autoconfigure.FlywayConfigurationCustomizer;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.stereotype.Component;

/**
 * Migrations run as the master user, who owns the tables; the pool has less rights.
 */
@Component
class Migrations implements FlywayConfigurationCustomizer {

	private final HikariDataSource pool;

	private final DatabaseCredentials credentials;

	private final String secret;

	Migrations(HikariDataSource pool, DatabaseCredentials credentials,
			@Value("${postcards.database.master-secret}") String secret) {
		this.pool = pool;
		this.credentials = credentials;
		this.secret = secret;
	}

	@Override
	public void customize(FluentConfiguration flyway) {
		Properties properties = new Properties();
		properties.putAll(this.pool.getDataSourceProperties());
		// A migration may take its time.
		properties.remove("socketTimeout");
		Credentials master = this.credentials.read(this.secret);
		DriverManagerDataSource connections = new DriverManagerDataSource(this.pool.getJdbcUrl(), master.getUsername(),
				master.getPassword());
		connections.setConnectionProperties(properties);
		flyway.dataSource(connections);
	}

}
