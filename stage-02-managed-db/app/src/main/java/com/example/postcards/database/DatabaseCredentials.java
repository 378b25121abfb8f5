package com.example.postcards.database;

import java.sql.Connection;
import java.sql.SQLException;

import com.zaxxer.hikari.HikariCredentialsProvider;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.util.Credentials;
import com.zaxxer.hikari.util.DriverDataSource;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.stereotype.Component;

/**
 * User name and password of the database, from Secrets Manager. Kept until the database
 * refuses them: then the secret was rotated, and the next connection reads it again.
 */
@Component
class DatabaseCredentials implements BeanPostProcessor, HikariCredentialsProvider {

	// https://www.postgresql.org/docs/17/errcodes-appendix.html
	private static final String INVALID_PASSWORD = "28P01";

	private final String secret;

	private volatile @Nullable Credentials credentials;

	/**
	 * Reads the secret, so that an application that may not do so does not start.
	 */
	DatabaseCredentials(@Value("${postcards.database.secret}") String secret) {
		this.secret = secret;
		this.credentials = read();
	}

	@Override
	public Credentials getCredentials() {
		Credentials known = this.credentials;
		if (known == null) {
			known = read();
			this.credentials = known;
		}
		return known;
	}

	private Credentials read() {
		try (SecretsManagerClient secrets = SecretsManagerClient.create()) {
			String value = secrets.getSecretValue((request) -> request.secretId(this.secret)).secretString();
			JsonNode json = JsonMapper.shared().readTree(value);
			return Credentials.of(json.required("username").asString(), json.required("password").asString());
		}
		catch (SdkException ex) {
			throw new IllegalStateException("Cannot read the credentials of the database from the secret " + this.secret
					+ ": " + ex.getMessage(), ex);
		}
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String name) {
		if (bean instanceof HikariDataSource pool) {
			pool.setCredentialsProvider(this);
			pool.setDataSource(new DelegatingDataSource(new DriverDataSource(pool.getJdbcUrl(),
					pool.getDriverClassName(), pool.getDataSourceProperties(), null, null)) {

				@Override
				public Connection getConnection(String user, String password) throws SQLException {
					try {
						return super.getConnection(user, password);
					}
					catch (SQLException ex) {
						if (INVALID_PASSWORD.equals(ex.getSQLState())) {
							DatabaseCredentials.this.credentials = null;
						}
						throw ex;
					}
				}

			});
		}
		return bean;
	}

}
