package com.example.lab.aws.cloudfront;

/**
 * A request of a viewer.
 *
 * @param method such as {@code GET}
 * @param path as it was written, without the query
 * @param query without its question mark; empty for none
 * @param fields its header
 * @param body empty for none
 * @param viewer the connection that it came on
 */
record Request(String method, String path, String query, Fields fields, byte[] body, Viewer viewer) {

	boolean isRead() {
		return this.method.equals("GET") || this.method.equals("HEAD");
	}

	Request with(Fields others) {
		return new Request(this.method, this.path, this.query, others, this.body, this.viewer);
	}

	Request at(String otherPath, String otherQuery) {
		return new Request(this.method, otherPath, otherQuery, this.fields, this.body, this.viewer);
	}

	Request as(String otherMethod) {
		return new Request(otherMethod, this.path, this.query, this.fields, this.body, this.viewer);
	}

	/** The path with the query. */
	String target() {
		return this.query.isEmpty() ? this.path : this.path + "?" + this.query;
	}

	/**
	 * The connection of a viewer.
	 *
	 * @param ip its address
	 * @param port its port
	 * @param secure whether it counts as HTTPS
	 * @param tls protocol and cipher, as CloudFront names them
	 * @param http the version, such as {@code 1.1}
	 */
	record Viewer(String ip, int port, boolean secure, String tls, String http) {
	}

}
