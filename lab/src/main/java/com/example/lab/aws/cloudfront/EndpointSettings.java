package com.example.lab.aws.cloudfront;

/**
 * The ports and the protocol of an origin.
 *
 * @param httpPort its port for HTTP
 * @param httpsPort its port for HTTPS
 * @param protocol {@code http-only}, {@code https-only} or {@code match-viewer}
 */
record EndpointSettings(int httpPort, int httpsPort, String protocol) {

	static final EndpointSettings NONE = new EndpointSettings(80, 443, "https-only");

	static EndpointSettings read(Settings config) {
		config.ignore("OriginSSLProtocols");
		return new EndpointSettings((int) config.number("HTTPPort", 80), (int) config.number("HTTPSPort", 443),
				config.choice("OriginProtocolPolicy", "match-viewer", "http-only", "https-only", "match-viewer"));
	}

	boolean secure(Request request) {
		return this.protocol.equals("https-only")
				|| (this.protocol.equals("match-viewer") && request.viewer().secure());
	}

	int port(Request request) {
		return secure(request) ? this.httpsPort : this.httpPort;
	}

}
