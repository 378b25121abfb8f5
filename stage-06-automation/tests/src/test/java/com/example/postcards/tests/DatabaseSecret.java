package com.example.postcards.tests;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

import com.example.lab.cloud.LocalCloud;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A user of the database, as its secret has it now.
 *
 * @param address host and port of the database
 * @param user who signs in
 * @param password its password
 */
record DatabaseSecret(String address, String user, String password) {

	static DatabaseSecret ofApplication(LocalCloud cloud) {
		return of(cloud, "secret");
	}

	static DatabaseSecret ofMaster(LocalCloud cloud) {
		return of(cloud, "master-secret");
	}

	private static DatabaseSecret of(LocalCloud cloud, String setting) {
		String arn = cloud.localStack()
			.ssm()
			.getParameter((request) -> request.name("/Postcards/postcards.database." + setting))
			.parameter()
			.value();
		SecretsManagerClient secrets = cloud.localStack().client(SecretsManagerClient.builder());
		JsonNode secret = JsonMapper.shared()
			.readTree(secrets.getSecretValue((request) -> request.secretId(arn)).secretString());
		return new DatabaseSecret("%s:%s".formatted(secret.path("host").asString(), secret.path("port").asString()),
				secret.path("username").asString(), secret.path("password").asString());
	}

	/**
	 * Connects with encryption alone.
	 */
	Connection connect() throws SQLException {
		return connect(this.address, "sslmode=require");
	}

	/**
	 * Connects to another address, or otherwise.
	 * @param parameters of the JDBC URL
	 */
	Connection connect(String address, String parameters) throws SQLException {
		return DriverManager.getConnection("jdbc:postgresql://%s/postcards?%s".formatted(address, parameters),
				this.user, this.password);
	}

	@Override
	public String toString() {
		return this.user;
	}

}
