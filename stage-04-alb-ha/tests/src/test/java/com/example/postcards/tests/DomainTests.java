package com.example.postcards.tests;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;

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
 * With a domain the load balancer serves HTTPS, and redirects HTTP to it.
 */
@Stage(exclusive = false)
class DomainTests {

	@Test
	void pagesAreServedByHttpsAndHttpLeadsThere(LocalCloud original, @TempDir Path folder) throws Exception {
		try (Variant variant = new Variant(
				Map.of("hostedZoneId", "Z0123456789ABCDEFGHIJ", "domainName", "postcards.example.com"));
				Processes processes = new Processes(folder)) {
			LocalCloud cloud = variant.start(original.localStack());
			assertThat(cloud.outputs()).containsEntry("Url", "https://postcards.example.com/");
			HttpClient client = HttpClient.newBuilder()
				.sslContext(CertificateAuthority.keptIn(Workshop.find().cache(), processes).clientContext())
				.build();

			HttpResponse<String> page = get(client, cloud.url());
			assertThat(page.statusCode()).isEqualTo(200);
			assertThat(page.body()).contains("<title>Postcards</title>");

			HttpResponse<String> moved = get(client,
					URI.create("http://%s/".formatted(cloud.detail("LoadBalancer/Balancer/Http"))));
			assertThat(moved.statusCode()).isEqualTo(301);
			assertThat(moved.headers().firstValue("Location")).contains(cloud.url().toString());
		}
	}

	private static HttpResponse<String> get(HttpClient client, URI address) throws Exception {
		return client.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
	}

}
