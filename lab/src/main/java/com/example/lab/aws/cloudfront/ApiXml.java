package com.example.lab.aws.cloudfront;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;

import com.example.lab.aws.cloudfront.Invalidations.Invalidation;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** The messages of CloudFront's API. */
final class ApiXml {

	private ApiXml() {
	}

	static String describe(Invalidation one) {
		String items = one.paths()
			.stream()
			.map((path) -> "<Path>%s</Path>".formatted(escaped(path)))
			.collect(Collectors.joining());
		return """
				<Invalidation><Id>%s</Id><Status>%s</Status><CreateTime>%s</CreateTime><InvalidationBatch>\
				<Paths><Quantity>%d</Quantity><Items>%s</Items></Paths><CallerReference>%s</CallerReference>\
				</InvalidationBatch></Invalidation>""".formatted(one.id(), one.status(),
				one.created().truncatedTo(ChronoUnit.MILLIS), one.paths().size(), items, escaped(one.reference()));
	}

	static String list(List<Invalidation> all) {
		String items = all.stream()
			.map((one) -> "<InvalidationSummary><Id>%s</Id><CreateTime>%s</CreateTime><Status>%s</Status></InvalidationSummary>"
				.formatted(one.id(), one.created().truncatedTo(ChronoUnit.MILLIS), one.status()))
			.collect(Collectors.joining());
		return """
				<InvalidationList><Marker></Marker><MaxItems>100</MaxItems><IsTruncated>false</IsTruncated>\
				<Quantity>%d</Quantity><Items>%s</Items></InvalidationList>""".formatted(all.size(), items);
	}

	static String describe(Distribution distribution) {
		return """
				<Distribution><Id>%s</Id><ARN>%s</ARN><Status>Deployed</Status><DomainName>%s</DomainName>\
				</Distribution>""".formatted(distribution.ref(), distribution.arn(),
				distribution.attribute("DomainName"));
	}

	/**
	 * Reads a body.
	 * @throws SAXException if it is no XML
	 */
	static Document parse(byte[] body) throws IOException, SAXException {
		try {
			DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
			factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
			factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
			return factory.newDocumentBuilder().parse(new ByteArrayInputStream(body));
		}
		catch (ParserConfigurationException ex) {
			throw new IllegalStateException(ex);
		}
	}

	static List<String> texts(Document document, String tag) {
		NodeList found = document.getElementsByTagName(tag);
		List<String> texts = new ArrayList<>();
		for (int i = 0; i < found.getLength(); i++) {
			texts.add(found.item(i).getTextContent());
		}
		return texts;
	}

	static String escaped(String text) {
		return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
	}

}
