package com.example.postcards.tests;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;

import com.example.lab.aws.cloudfront.Distribution;
import com.example.lab.cloud.LocalCloud;
import com.example.lab.junit.Stage;
import com.example.lab.junit.Variant;
import com.example.lab.process.Processes;
import com.example.lab.stage.Workshop;
import com.example.lab.tls.CertificateAuthority;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Without a domain the edge serves HTTPS already, and redirects HTTP to it. A domain is a
 * name for the edge.
 */
@Stage(exclusive = false)
class DomainTests {

	private final LocalCloud cloud;

	DomainTests(LocalCloud cloud) {
		this.cloud = cloud;
	}

	@Test
	void pagesAreServedByHttpsAndHttpLeadsThere(@TempDir Path folder) throws Exception {
		Distribution edge = this.cloud.standIns(Distribution.class).get(0);
		try (Processes processes = new Processes(folder)) {
			HttpClient client = HttpClient.newBuilder()
				.sslContext(CertificateAuthority.keptIn(Workshop.find().cache(), processes).clientContext())
				.build();
			for (String path : new String[] { "/", "/api/where" }) {
				HttpResponse<String> page = get(client, edge.secureEdges().get(0).resolve(path));
				assertThat(page.statusCode()).isEqualTo(200);
				assertThat(page.headers().firstValue("Strict-Transport-Security"))
					.contains("max-age=31536000; includeSubDomains");

				HttpResponse<String> moved = get(client, edge.plainEdges().get(0).resolve(path));
				assertThat(moved.statusCode()).isEqualTo(301);
				assertThat(moved.headers().firstValue("Location"))
					.hasValueSatisfying((location) -> assertThat(location).startsWith("https://").endsWith(path));
			}
		}
	}

	@Test
	void aDomainLeadsToTheEdge() throws Exception {
		try (Variant variant = new Variant(
				Map.of("hostedZoneId", "Z0123456789ABCDEFGHIJ", "domainName", "postcards.example.com"))) {
			LocalCloud named = variant.start(this.cloud.localStack());
			assertThat(named.outputs()).containsEntry("Url", "https://postcards.example.com/");
			assertThat(named.url()).isEqualTo(named.standIns(Distribution.class).get(0).edges().get(0).resolve("/"));
			HttpResponse<String> page = get(HttpClient.newHttpClient(), named.url());
			assertThat(page.statusCode()).isEqualTo(200);
			assertThat(page.body()).contains("<title>Postcards</title>");
		}
	}

	private static HttpResponse<String> get(HttpClient client, URI address) throws Exception {
		return client.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
	}

}
