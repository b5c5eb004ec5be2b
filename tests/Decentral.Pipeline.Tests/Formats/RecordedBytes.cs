namespace Decentral.Pipeline.Tests.Formats;

/// <summary>
/// The samples as they were written when their formats were made. Bytes that are recorded never change: a new field is
/// appended, and then the bytes of the sample without it stay here as those of an older writer.
/// </summary>
internal static class RecordedBytes
{
    private static readonly SortedDictionary<string, string> ByManifest = new(StringComparer.Ordinal)
    {
        ["pipeline.activation-header"] = "9309CD012C93010605",
        ["pipeline.apply-step"] = "970709CD012CCB3F50624DD2F1A9FCCB3FE000000000000002CD012B",
        ["pipeline.atoms-header"] = "94099208CD012C920304CD0122",
        ["pipeline.begin-step"] = "940709CD012C9292401092CE0010000010",
        ["pipeline.copy-header"] = "930993059208CD012C920304CD0122",
        ["pipeline.copy-kept"] = "920393059208CD012C920304",
        ["pipeline.form-stage"] =
            "97079409949403CE0010000493A161AC6E6F64652F73746167652D340992940000C3C2940002C2C29405CE0010000493A162" +
            "AC6E6F64652F73746167652D340991940204C2C29401CE0010000493A163AC6E6F64652F73746167652D340991940406C2C2" +
            "9402CE0010000493A164AC6E6F64652F73746167652D340992940608C2C2940808C2C39401040801C39208CD012C93920091" +
            "9493A162AC6E6F64652F73746167652D3409009208CD012BCA3F8000009203929493A161AC6E6F64652F73746167652D3409" +
            "019208CD012CCA3E8000009493A163AC6E6F64652F73746167652D3409059208CD012CCA3F400000920490970708CD012CCB" +
            "3F50624DD2F1A9FCCB3FE000000000000001CD012BCB3FF199999999999A02",
        ["pipeline.leave-stage"] = "920709",
        ["pipeline.request-atoms"] = "93099208CD012C920304",
        ["pipeline.slots-freed"] = "9409CD012C9301050407",
        ["pipeline.stage-formed"] = "920309",
        ["pipeline.stage-report"] =
            "9D03CE001000040709C39208CD012C93A161AC6E6F64652F73746167652D3409CD012D950309CD012DCB3FF8000000000000" +
            "CB40040000000000009293059208CD012C92030493039208CD012C9100920304" +
            "970709CD012CCB3F50624DD2F1A9FCCB3FE000000000000001CD012BCB3FF199999999999A",
        ["pipeline.step-run"] = "950309CD012DCB3FF8000000000000CB4004000000000000",
        ["pipeline.tied-header"] = "9309CD012CC3",
    };

    public static IEnumerable<string> Manifests => ByManifest.Keys;

    public static string Of(string manifest) => ByManifest.GetValueOrDefault(manifest, "");
}
