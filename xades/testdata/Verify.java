import java.io.File;
import java.io.FileInputStream;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import javax.xml.crypto.dsig.XMLSignature;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMValidateContext;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Says for pairs of certificate and document whether the JDK, with secure validation, finds the signature valid. */
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
            XMLSignature found = XMLSignatureFactory.getInstance("DOM").unmarshalXMLSignature(context);
            return found.validate(context) ? "valid" : "invalid";
        } catch (Exception e) {
            return "error " + e;
        }
    }
}
