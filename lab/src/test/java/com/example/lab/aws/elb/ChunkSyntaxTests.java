package com.example.lab.aws.elb;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ChunkSyntaxTests {

	@ParameterizedTest
	@ValueSource(strings = { "0\r\n\r\n", "3\r\nabc\r\n0\r\n\r\n", "3\r\nabc\r\n00a\r\n0123456789\r\n0\r\n\r\n",
			"3;name=value\r\nabc\r\n0\r\n\r\n", "3 ;x\r\nabc\r\n0\r\n\r\n", "3\nabc\n0\n\n",
			"0\r\nX-Sum: 1\r\nY:2\r\n\r\n", "0\r\n\r\nGET / HTTP/1.1\r\n" })
	void acceptsWhatIsWellFormedHoweverItIsCut(String body) {
		assertThat(accepts(body, body.length())).isTrue();
		assertThat(accepts(body, 1)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "\r\n", "zz\r\nabc\r\n", "-3\r\nabc\r\n", "0x3\r\nabc\r\n", "3g\r\nabc\r\n",
			" 3\r\nabc\r\n", "\n", ";x\r\n", "fffffffffffffff\r\n", "3\rabc\r\n", "3\r\nabcd\r\n", "3\r\nabc0\r\n",
			"3\r\nabc\r0\r\n", "0\r\nno colon\r\n\r\n", "0\r\n: 1\r\n\r\n" })
	void refusesWhatIsMalformedHoweverItIsCut(String body) {
		assertThat(accepts(body, body.length())).isFalse();
		assertThat(accepts(body, 1)).isFalse();
	}

	private static boolean accepts(String body, int atOnce) {
		ChunkSyntax syntax = new ChunkSyntax();
		byte[] bytes = body.getBytes(StandardCharsets.US_ASCII);
		for (int i = 0; i < bytes.length; i += atOnce) {
			if (!syntax.accept(ByteBuffer.wrap(bytes, i, Math.min(atOnce, bytes.length - i)))) {
				return false;
			}
		}
		return true;
	}

}
