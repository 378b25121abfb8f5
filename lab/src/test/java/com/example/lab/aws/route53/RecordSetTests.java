package com.example.lab.aws.route53;

import java.net.URI;

import com.example.lab.assembly.Resource;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class RecordSetTests {

	private final RecordSet record = new RecordSet(
			new Resource("Name", "AWS::Route53::RecordSet", "Stack/Name/Resource",
					JsonMapper.shared().readTree("{ \"Properties\": { \"Name\": \"shop.example.com.\" } }")));

	@Test
	void anAddressWithTheNameLeadsToTheLoadBalancer() {
		this.record
			.start(JsonMapper.shared().readTree("{ \"AliasTarget\": { \"DNSName\": \"dualstack.127.0.0.1:8443\" } }"));
		assertThat(this.record.resolve(URI.create("https://shop.example.com/page")))
			.isEqualTo(URI.create("https://127.0.0.1:8443/page"));
	}

	@Test
	void anotherAddressStaysAsItIs() {
		URI other = URI.create("https://www.shop.example.com/");
		assertThat(this.record.resolve(other)).isEqualTo(other);
	}

	@Test
	void theNameOfAServerIsRefused() {
		assertThatIllegalArgumentException()
			.isThrownBy(
					() -> this.record.start(JsonMapper.shared().readTree("{ \"ResourceRecords\": [ \"127.0.0.1\" ] }")))
			.withMessageContaining("Leave the domain out");
	}

}
