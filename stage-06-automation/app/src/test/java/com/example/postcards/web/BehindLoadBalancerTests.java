package com.example.postcards.web;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.example.postcards.PostcardsTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/** What the application believes of what stands before it, and how long it holds on. */
@PostcardsTest
@ExtendWith(OutputCaptureExtension.class)
class BehindLoadBalancerTests {

	private static final Pattern LENGTH = Pattern.compile("(?i)\r\nContent-Length: (\\d+)\r\n");

	@LocalServerPort
	private int port;

	@Test
	void aClientHasTheAddressThatTheLoadBalancerSaw(CapturedOutput output) throws IOException {
		failToSignIn("127.0.0.1", "X-Forwarded-For: 203.0.113.7");
		assertThat(output).contains("\"address\":\"203.0.113.7\"");
	}

	@Test
	void theAddressesThatAClientMadeUpAreNotBelieved(CapturedOutput output) throws IOException {
		failToSignIn("127.0.0.1", "X-Forwarded-For: 198.51.100.1, 10.0.0.9, 203.0.113.8");
		assertThat(output).contains("\"address\":\"203.0.113.8\"").doesNotContain("198.51.100.1", "10.0.0.9");
	}

	@Test
	void theProxiesOfTheSettingAreBelieved(CapturedOutput output) throws IOException {
		failToSignIn("127.0.0.1", "X-Forwarded-For: 203.0.113.10, 10.0.1.9");
		assertThat(output).contains("\"address\":\"203.0.113.10\"");
	}

	@Test
	@EnabledOnOs(value = OS.LINUX, disabledReason = "other systems have one local address")
	void headersFromOutsideTheNetworkAreIgnored(CapturedOutput output) throws IOException {
		failToSignIn("127.0.0.2", "X-Forwarded-For: 203.0.113.9");
		assertThat(output).contains("\"address\":\"127.0.0.2\"").doesNotContain("203.0.113.9");
	}

	@Test
	void behindTlsCookiesAreSecure() throws IOException {
		assertThat(exchange("127.0.0.1", "GET /api/where HTTP/1.1", "CloudFront-Forwarded-Proto: https"))
			.contains("; Secure", "Strict-Transport-Security:");
		assertThat(exchange("127.0.0.1", "GET /api/where HTTP/1.1", "CloudFront-Forwarded-Proto: http"))
			.doesNotContain("; Secure", "Strict-Transport-Security:");
	}

	@Test
	void aConnectionStaysOpenLongerThanTheLoadBalancerKeepsItHoweverManyRequests() throws IOException {
		try (Socket socket = connect("127.0.0.1")) {
			for (int i = 0; i < 150; i++) {
				send(socket, "GET /favicon.svg HTTP/1.1", "Connection: keep-alive", "");
				assertThat(receive(socket.getInputStream())).startsWith("HTTP/1.1 200")
					.contains("\r\nKeep-Alive: timeout=75\r\n")
					.doesNotContain("Connection: close");
			}
		}
	}

	private void failToSignIn(String from, String header) throws IOException {
		String body = "{\"email\":\"unknown@example.com\",\"password\":\"wrong\"}";
		String response = exchange(from, "POST /api/session HTTP/1.1", header, "Cookie: XSRF-TOKEN=token",
				"X-XSRF-TOKEN: token", "Content-Type: application/json", "Content-Length: " + body.length(), "", body);
		assertThat(response).startsWith("HTTP/1.1 401");
	}

	private String exchange(String from, String... lines) throws IOException {
		try (Socket socket = connect(from)) {
			send(socket, lines);
			return receive(socket.getInputStream());
		}
	}

	private Socket connect(String from) throws IOException {
		return new Socket(InetAddress.getByName("127.0.0.1"), this.port, InetAddress.getByName(from), 0);
	}

	private static void send(Socket socket, String... lines) throws IOException {
		String request = String.join("\r\n", lines).replaceFirst("\r\n", "\r\nHost: postcards\r\n");
		String end = request.contains("\r\n\r\n") ? "" : "\r\n\r\n";
		socket.getOutputStream().write((request + end).getBytes(StandardCharsets.US_ASCII));
	}

	private static String receive(InputStream in) throws IOException {
		StringBuilder head = new StringBuilder();
		while (head.indexOf("\r\n\r\n") < 0) {
			head.append((char) in.read());
		}
		Matcher length = LENGTH.matcher(head);
		in.readNBytes(length.find() ? Integer.parseInt(length.group(1)) : 0);
		return head.toString();
	}

}
