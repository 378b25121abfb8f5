package com.example.contract;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * A {@code multipart/form-data} body, as a browser writes it.
 */
final class Multipart {

	private final String boundary = "----" + UUID.randomUUID();

	private final ByteArrayOutputStream body = new ByteArrayOutputStream();

	Multipart field(String name, String value) {
		return part("name=\"" + name + "\"", "", value.getBytes(StandardCharsets.UTF_8));
	}

	Multipart file(String name, Photo photo) {
		String fileName = photo.fileName().replace("\"", "%22").replace("\r", "%0D").replace("\n", "%0A");
		return part("name=\"" + name + "\"; filename=\"" + fileName + "\"",
				"Content-Type: " + photo.contentType() + "\r\n", photo.bytes());
	}

	/**
	 * Adds a part with the given disposition parameters and further header lines, as they
	 * are.
	 */
	Multipart part(String disposition, String headers, byte[] content) {
		text("--" + this.boundary + "\r\nContent-Disposition: form-data; " + disposition + "\r\n" + headers + "\r\n");
		this.body.writeBytes(content);
		text("\r\n");
		return this;
	}

	HttpRequest.Builder postTo(HttpRequest.Builder request) {
		text("--" + this.boundary + "--\r\n");
		return request.header("Content-Type", "multipart/form-data; boundary=" + this.boundary)
			.POST(BodyPublishers.ofByteArray(this.body.toByteArray()));
	}

	private void text(String text) {
		this.body.writeBytes(text.getBytes(StandardCharsets.UTF_8));
	}

}
