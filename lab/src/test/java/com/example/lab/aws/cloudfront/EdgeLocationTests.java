package com.example.lab.aws.cloudfront;

import java.io.IOException;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/** The connections of an edge location: to viewers and to origins. */
@Timeout(60)
class EdgeLocationTests {

	private static final String DYNAMIC = """
			"CachePolicyId": "%s", "OriginRequestPolicyId": "%s", "ViewerProtocolPolicy": "redirect-to-https",
			"AllowedMethods": ["GET", "HEAD", "OPTIONS", "PUT", "PATCH", "POST", "DELETE"]"""
		.formatted(TestEdge.DISABLED, TestEdge.ALL_VIEWER);

	@Test
	void thePlainPortCountsAsHttps() throws IOException {
		try (ServedEdge edge = new ServedEdge(TestEdge.of(DYNAMIC))) {
			assertThat(edge.get("/a")).startsWith("HTTP/1.1 200 OK\r\n").contains("X-Cache: Miss from cloudfront\r\n");
			assertThat(ServedEdge.send(edge.location.http().number(),
					"GET /a HTTP/1.1\r\nHost: edge.example\r\nConnection: close\r\n\r\n"))
				.startsWith("HTTP/1.1 301 ")
				.contains("Location: https://%s/a\r\n".formatted(edge.location.tls().address()));
		}
	}

	@Test
	void aBodyReachesTheOriginHoweverItIsSent() throws IOException {
		try (ServedEdge edge = new ServedEdge(TestEdge.of(DYNAMIC))) {
			String chunked = edge.send("POST /a HTTP/1.1\r\nHost: e\r\nTransfer-Encoding: chunked\r\n"
					+ "Content-Type: text/plain\r\nConnection: close\r\n\r\n3\r\nabc\r\n0\r\n\r\n");
			String expecting = edge.send("PUT /a HTTP/1.1\r\nHost: e\r\nContent-Length: 3\r\nExpect: 100-continue\r\n"
					+ "Connection: close\r\n\r\nabc");

			assertThat(chunked).startsWith("HTTP/1.1 200");
			assertThat(expecting).startsWith("HTTP/1.1 100 ").contains("HTTP/1.1 200 ");
			assertThat(edge.origin.heads).allSatisfy(
					(head) -> assertThat(head).contains("Content-Length: 3\r\n").doesNotContain("Transfer-Encoding"));
		}
	}

	@Test
	void connectionsToTheOriginAreUsedAgain() throws IOException {
		try (ServedEdge edge = new ServedEdge(TestEdge.of(DYNAMIC))) {
			for (int i = 0; i < 5; i++) {
				edge.get("/" + i);
			}
			assertThat(edge.origin.heads).hasSize(5);
			assertThat(Set.copyOf(edge.origin.clients)).hasSize(1);
		}
	}

	@Test
	void aConnectionThatTheOriginHasClosedIsReplaced() throws IOException {
		try (ServedEdge edge = new ServedEdge(TestEdge.of(DYNAMIC))) {
			edge.origin.answer((head) -> (edge.origin.heads.size() % 2 == 0 && edge.origin.heads.size() < 3) ? ""
					: RawOrigin.echo(head));
			assertThat(edge.get("/1")).startsWith("HTTP/1.1 200");
			assertThat(edge.get("/2")).startsWith("HTTP/1.1 200");
			assertThat(edge.origin.heads).hasSize(3);
		}
	}

	@Test
	void anAnswerThatIsInvalidOrCutIs502() throws IOException {
		try (ServedEdge edge = new ServedEdge(
				TestEdge.of(DYNAMIC, "\"CustomErrorResponses\": [{\"ErrorCode\": 502, \"ErrorCachingMinTTL\": 0}]"))) {
			for (String answer : new String[] { "", "nonsense\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx",
					"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nx" }) {
				edge.origin.answer((head) -> {
					if (!answer.isEmpty()) {
						edge.origin.closeAfter();
					}
					return answer;
				});
				assertThat(edge.get("/a")).as(answer).startsWith("HTTP/1.1 502 ");
			}
			edge.origin.close();
			assertThat(edge.get("/a")).startsWith("HTTP/1.1 502 ");
		}
	}

	@Test
	void anOriginThatDoesNotAnswerInTimeIs504() throws IOException {
		String slow = """
				"Origins": [{"Id": "one", "DomainName": "one.example", "CustomOriginConfig": {
					"OriginProtocolPolicy": "http-only", "OriginReadTimeout": 1}}]""";
		try (ServedEdge edge = new ServedEdge(TestEdge.of(DYNAMIC, slow))) {
			edge.origin.answer((head) -> "HTTP/1.1 200 OK\r\n");
			assertThat(edge.get("/a")).startsWith("HTTP/1.1 504 ");
		}
	}

	@Test
	void headOfWhatIsNotCachedHasTheLengthThatTheOriginTells() throws IOException {
		try (ServedEdge edge = new ServedEdge(TestEdge.of(DYNAMIC))) {
			edge.origin.answer((head) -> "HTTP/1.1 200 OK\r\nContent-Length: 42\r\n\r\n");

			assertThat(edge.send("HEAD /a HTTP/1.1\r\nHost: e\r\nConnection: close\r\n\r\n"))
				.contains("Content-Length: 42\r\n");
			assertThat(edge.origin.heads.get(0)).startsWith("HEAD /a ");
		}
	}

	@Test
	void headHasTheLengthOfTheObjectAndNoBody() throws IOException {
		try (ServedEdge edge = new ServedEdge(TestEdge.caching(TestEdge.OPTIMIZED))) {
			String answer = edge.send("HEAD /a HTTP/1.1\r\nHost: e\r\nConnection: close\r\n\r\n");

			assertThat(answer).startsWith("HTTP/1.1 200 ")
				.containsPattern("Content-Length: [1-9]")
				.endsWith("\r\n\r\n");
		}
	}

	@Test
	void aPathReachesTheOriginAsItWasWritten() throws IOException {
		try (ServedEdge edge = new ServedEdge(TestEdge.of(DYNAMIC))) {
			for (String path : new String[] { "/a%20b", "/a//b/../c", "/a;v=1/b", "/a?b=%20&c=/../d", "/a%2Fb", "/a+b",
					"//x" }) {
				edge.get(path);
				assertThat(edge.origin.heads.get(edge.origin.heads.size() - 1)).startsWith("GET " + path + " HTTP/1.1");
			}
			edge.get("/caf\u00e9");
			assertThat(edge.origin.heads.get(edge.origin.heads.size() - 1)).startsWith("GET /caf%");
		}
	}

}
