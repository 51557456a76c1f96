import java.io.File;
import java.io.FileInputStream;
import java.net.URI;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import javax.xml.crypto.Data;
import javax.xml.crypto.OctetStreamData;
import javax.xml.crypto.URIDereferencer;
import javax.xml.crypto.URIReferenceException;
import javax.xml.crypto.dsig.XMLSignature;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMValidateContext;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Says for pairs of certificate and document whether the JDK, with secure validation, finds the signature valid.
 * Content outside the document is looked for beside it, by the path of its URI.
 */
public class Verify {
    public static void main(String[] args) throws Exception {
        for (int i = 0; i + 1 < args.length; i += 2) {
            System.out.println(verdict(args[i], args[i + 1]));
        }
    }

    static String verdict(String certificate, String file) {
        try (FileInputStream in = new FileInputStream(certificate)) {
            X509Certificate cert = (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
            DocumentBuilderFactory builders = DocumentBuilderFactory.newInstance();
            builders.setNamespaceAware(true);
            Document document = builders.newDocumentBuilder().parse(new File(file));
            Element signature = (Element) document.getElementsByTagNameNS(XMLSignature.XMLNS, "Signature").item(0);
            DOMValidateContext context = new DOMValidateContext(cert.getPublicKey(), signature);
            context.setProperty("org.jcp.xml.dsig.secureValidation", Boolean.TRUE);
            NodeList all = document.getElementsByTagName("*");
            for (int k = 0; k < all.getLength(); k++) {
                Element element = (Element) all.item(k);
                if (element.hasAttribute("Id")) {
                    context.setIdAttributeNS(element, null, "Id");
                }
            }
            XMLSignatureFactory signatures = XMLSignatureFactory.getInstance("DOM");
            URIDereferencer inside = signatures.getURIDereferencer();
            context.setURIDereferencer((reference, c) -> reference.getURI().isEmpty() || reference.getURI().startsWith("#")
                ? inside.dereference(reference, c) : beside(new File(file), reference.getURI()));
            XMLSignature found = signatures.unmarshalXMLSignature(context);
            return found.validate(context) ? "valid" : "invalid";
        } catch (Exception e) {
            return ("error " + e).replaceAll("\\s+", " "); // a line each
        }
    }

    static Data beside(File document, String uri) throws URIReferenceException {
        try {
            return new OctetStreamData(new FileInputStream(new File(document.getParentFile(), new URI(uri).getPath())));
        } catch (Exception e) {
            throw new URIReferenceException(e);
        }
    }
}
