import java.io.File;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import javax.xml.validation.Validator;

/**
 * Reads lines "schema TAB document" and says for each what the JDK makes of it: valid, invalid and why, or no schema.
 * Lines with the same schema follow each other.
 */
public class Validate {
    public static void main(String[] args) throws Exception {
        String current = "";
        Schema schema = null;
        List<String> lines = Files.readAllLines(Paths.get(args[0]));
        for (String line : lines) {
            String[] pair = line.split("\t");
            if (!pair[0].equals(current)) {
                current = pair[0];
                schema = compile(current);
            }
            System.out.println(schema == null ? "no schema" : verdict(schema, pair[1]));
        }
    }

    static Schema compile(String file) {
        try {
            SchemaFactory factory = SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI);
            factory.setProperty(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "file");
            return factory.newSchema(new File(file));
        } catch (Exception e) {
            return null;
        }
    }

    static String verdict(Schema schema, String document) {
        try {
            Validator validator = schema.newValidator();
            validator.validate(new StreamSource(new File(document)));
            return "valid";
        } catch (Exception e) {
            return "invalid " + String.valueOf(e.getMessage()).replace('\n', ' ');
        }
    }
}
