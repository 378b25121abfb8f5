package com.example.postcards.database;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.util.Credentials;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * User name and password of each database, from Secrets Manager: the setting
 * {@code postcards.POOL.secret} names the secret of the pool with that name. A pool reads
 * it for each new connection, so that a rotation needs no restart; 10,000 reads cost 5
 * cents.
 */
@Component
class DatabaseCredentials implements BeanPostProcessor {

	private final SecretsManagerClient secrets;

	private final Environment settings;

	DatabaseCredentials(SecretsManagerClient secrets, Environment settings) {
		this.secrets = secrets;
		this.settings = settings;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String name) {
		if (bean instanceof HikariDataSource pool && pool.getPoolName() != null) {
			String secret = secret(pool, "secret");
			// A secret that cannot be read keeps the application from starting.
			read(secret);
			pool.setCredentialsProvider(() -> read(secret));
		}
		return bean;
	}

	/**
	 * Those of the application.
	 */
	Credentials of(HikariDataSource pool) {
		return read(secret(pool, "secret"));
	}

	/**
	 * Those of the master user, which the setting {@code postcards.POOL.master-secret}
	 * names.
	 */
	Credentials ofMaster(HikariDataSource pool) {
		return read(secret(pool, "master-secret"));
	}

	private String secret(HikariDataSource pool, String setting) {
		return this.settings.resolveRequiredPlaceholders("${postcards.%s.%s}".formatted(pool.getPoolName(), setting));
	}

	private Credentials read(String secret) {
		String value = this.secrets.getSecretValue((request) -> request.secretId(secret)).secretString();
		JsonNode json = JsonMapper.shared().readTree(value);
		return Credentials.of(json.required("username").asString(), json.required("password").asString());
	}

}
