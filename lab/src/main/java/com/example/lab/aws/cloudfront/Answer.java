package com.example.lab.aws.cloudfront;

import java.nio.charset.StandardCharsets;

/**
 * An answer of an origin, of a function or of the edge itself.
 *
 * @param status the status
 * @param fields its header; {@code Content-Length} is there if the origin sent it
 * @param body empty for none
 * @param result how the edge came to it
 */
record Answer(int status, Fields fields, byte[] body, Result result) {

	/** How the edge came to an answer, as {@code X-Cache} says it. */
	enum Result {

		HIT("Hit"), REFRESH_HIT("RefreshHit"), MISS("Miss"), ERROR("Error"), FUNCTION("FunctionGeneratedResponse"),
		REDIRECT("Redirect");

		private final String word;

		Result(String word) {
			this.word = word;
		}

		String field() {
			return this.word + " from cloudfront";
		}

	}

	/** An answer of the edge itself, as CloudFront's own pages are. */
	static Answer page(int status, String reason) {
		String body = """
				<!DOCTYPE HTML>
				<HTML><HEAD><TITLE>ERROR: The request could not be satisfied</TITLE></HEAD><BODY>
				<H1>%d ERROR</H1><H2>The request could not be satisfied.</H2>
				%s
				</BODY></HTML>
				""".formatted(status, reason);
		return new Answer(status, Fields.NONE.with("Content-Type", "text/html").with("Server", "CloudFront"),
				body.getBytes(StandardCharsets.UTF_8), Result.ERROR);
	}

	boolean isError() {
		return this.status >= 400;
	}

	Answer with(Fields others) {
		return new Answer(this.status, others, this.body, this.result);
	}

	Answer with(byte[] other) {
		return new Answer(this.status, this.fields, other, this.result);
	}

	Answer as(int otherStatus) {
		return new Answer(otherStatus, this.fields, this.body, this.result);
	}

	Answer by(Result other) {
		return new Answer(this.status, this.fields, this.body, other);
	}

}
