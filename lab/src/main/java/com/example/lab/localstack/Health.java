package com.example.lab.localstack;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What LocalStack says of itself.
 *
 * @param version such as {@code 4.9.2}
 */
record Health(String version) {

	/**
	 * Asks for it.
	 * @throws IOException if nothing answers, or something that is no LocalStack
	 */
	static Health of(URI endpoint) throws IOException {
		HttpURLConnection connection = (HttpURLConnection) endpoint.resolve("/_localstack/health")
			.toURL()
			.openConnection(Proxy.NO_PROXY);
		connection.setConnectTimeout(2_000);
		connection.setReadTimeout(5_000);
		try (InputStream in = connection.getInputStream()) {
			return new Health(JsonMapper.shared().readTree(in).required("version").asString());
		}
		catch (JacksonException ex) {
			throw new IOException("it does not report a version", ex);
		}
	}

}
