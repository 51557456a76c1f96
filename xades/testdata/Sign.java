import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Collections;
import java.util.List;
import javax.xml.crypto.OctetStreamData;
import javax.xml.crypto.URIDereferencer;
import javax.xml.crypto.dom.DOMStructure;
import javax.xml.crypto.dsig.CanonicalizationMethod;
import javax.xml.crypto.dsig.DigestMethod;
import javax.xml.crypto.dsig.Reference;
import javax.xml.crypto.dsig.SignedInfo;
import javax.xml.crypto.dsig.Transform;
import javax.xml.crypto.dsig.XMLObject;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMSignContext;
import javax.xml.crypto.dsig.spec.C14NMethodParameterSpec;
import javax.xml.crypto.dsig.spec.TransformParameterSpec;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Document;

/**
 * Signs a document with keys of many kinds, in every form and under every canonicalisation, into a folder: one file
 * KIND-FORM-METHOD.xml each and KIND.key, the public key in DER. Prints the names.
 */
public class Sign {
    static final XMLSignatureFactory SIGNATURES = XMLSignatureFactory.getInstance("DOM");
    static final String MORE = "http://www.w3.org/2001/04/xmldsig-more#";
    static final String[] METHODS = {
        CanonicalizationMethod.INCLUSIVE, CanonicalizationMethod.INCLUSIVE_WITH_COMMENTS, CanonicalizationMethod.EXCLUSIVE,
        CanonicalizationMethod.EXCLUSIVE_WITH_COMMENTS, "http://www.w3.org/2006/12/xml-c14n11", "http://www.w3.org/2006/12/xml-c14n11#WithComments"
    };

    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]);
        byte[] letter = Files.readAllBytes(folder.resolve("letter.xml"));
        String[][] kinds = {
            {"rsa", "RSA", "2048", MORE + "rsa-sha256"}, {"rsa512", "RSA", "2048", MORE + "rsa-sha512"},
            {"pss", "RSA", "2048", "http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1"}, {"dsa", "DSA", "2048", "http://www.w3.org/2009/xmldsig11#dsa-sha256"},
            {"p256", "EC", "secp256r1", MORE + "ecdsa-sha256"}, {"p384", "EC", "secp384r1", MORE + "ecdsa-sha384"}, {"p521", "EC", "secp521r1", MORE + "ecdsa-sha512"},
        };
        for (String[] kind : kinds) {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(kind[1]);
            if (kind[1].equals("EC")) {
                generator.initialize(new ECGenParameterSpec(kind[2]));
            } else {
                generator.initialize(Integer.parseInt(kind[2]));
            }
            KeyPair keys = generator.generateKeyPair();
            Files.write(folder.resolve(kind[0] + ".key"), keys.getPublic().getEncoded());
            for (String form : List.of("enveloped", "enveloping", "detached")) {
                for (int i = 0; i < METHODS.length; i++) {
                    String name = kind[0] + "-" + form + "-" + i + ".xml";
                    Document signed = sign(form, METHODS[i], kind[3], keys, letter);
                    try (var out = Files.newOutputStream(folder.resolve(name))) {
                        TransformerFactory.newInstance().newTransformer().transform(new DOMSource(signed), new StreamResult(out));
                    }
                    System.out.println(name);
                }
            }
        }
    }

    static Document sign(String form, String method, String algorithm, KeyPair keys, byte[] letter) throws Exception {
        DocumentBuilderFactory builders = DocumentBuilderFactory.newInstance();
        builders.setNamespaceAware(true);
        DocumentBuilder builder = builders.newDocumentBuilder();
        Document document = form.equals("enveloped") ? builder.parse(new ByteArrayInputStream(letter)) : builder.newDocument();
        Transform canonical = SIGNATURES.newTransform(method, (TransformParameterSpec) null);
        List<Transform> transforms = form.equals("enveloped")
            ? List.of(SIGNATURES.newTransform(Transform.ENVELOPED, (TransformParameterSpec) null), canonical)
            : form.equals("enveloping") ? List.of(canonical) : Collections.emptyList();
        String uri = form.equals("enveloped") ? "" : form.equals("enveloping") ? "#content" : "letter.xml";
        Reference reference = SIGNATURES.newReference(uri, SIGNATURES.newDigestMethod(DigestMethod.SHA256, null), transforms, null, null);
        List<XMLObject> objects = Collections.emptyList();
        if (form.equals("enveloping")) {
            Document content = builder.parse(new ByteArrayInputStream(letter));
            DOMStructure inside = new DOMStructure(document.importNode(content.getDocumentElement(), true));
            objects = List.of(SIGNATURES.newXMLObject(List.of(inside), "content", null, null));
        }
        SignedInfo info = SIGNATURES.newSignedInfo(SIGNATURES.newCanonicalizationMethod(method, (C14NMethodParameterSpec) null),
            SIGNATURES.newSignatureMethod(algorithm, null), List.of(reference));
        DOMSignContext context = new DOMSignContext(keys.getPrivate(), form.equals("enveloped") ? document.getDocumentElement() : document);
        URIDereferencer inside = SIGNATURES.getURIDereferencer();
        context.setURIDereferencer((named, c) -> named.getURI().equals("letter.xml")
            ? new OctetStreamData(new ByteArrayInputStream(letter)) : inside.dereference(named, c));
        SIGNATURES.newXMLSignature(info, null, objects, null, null).sign(context);
        return document;
    }
}
