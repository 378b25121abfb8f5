package com.example.lab.aws.cloudfront;

import java.time.Instant;

/**
 * An answer in the cache.
 *
 * @param answer with the body as viewers get it
 * @param etag of the origin, which compression makes a weak one; empty for none
 * @param received when the origin sent it or said that it is unchanged
 * @param expires when it stops being fresh
 * @param retry when the origin is asked again; later than that after an error
 */
record CachedObject(Answer answer, String etag, Instant received, Instant expires, Instant retry) {

	/** The origin is asked again when it expires. */
	CachedObject(Answer answer, String etag, Instant received, Instant expires) {
		this(answer, etag, received, expires, expires);
	}

	/** Whether it is served without a question. */
	boolean isFresh(Instant now) {
		return now.isBefore(this.retry);
	}

	/** Whether it may be served for some time after it has expired. */
	boolean isWithin(String directive, long otherwise, Instant now) {
		long seconds = CacheControl.of(this.answer.fields()).seconds(directive).orElse(otherwise);
		return now.isBefore(this.expires.plusSeconds(seconds));
	}

	/**
	 * What the origin is asked with for a change. A time has whole seconds and counts
	 * only without an ETag; LocalStack lets it count with one, too.
	 */
	Fields conditions() {
		if (this.answer.status() != 200 || this.answer.fields().joined("Vary").contains("*")) {
			return Fields.NONE;
		}
		if (!this.etag.isEmpty()) {
			return Fields.NONE.with("If-None-Match", this.etag);
		}
		String modified = this.answer.fields().text("Last-Modified");
		return modified.isEmpty() ? Fields.NONE : Fields.NONE.with("If-Modified-Since", modified);
	}

	CachedObject retriedAt(Instant other) {
		return new CachedObject(this.answer, this.etag, this.received, this.expires, other);
	}

	long size() {
		return this.answer.body().length + 1_024L;
	}

}
