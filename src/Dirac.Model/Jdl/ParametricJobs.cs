using System.Globalization;
using Dirac.Model.Errors;
using Dirac.Model.Text;

namespace Dirac.Model.Jdl;

/// <summary>Turns one description with parameters into one description per job. Pure and thread-safe.</summary>
/// <remarks>
/// Each result shares the attributes without placeholders with its source, so that a hundred thousand jobs expand in about a second.
/// </remarks>
public static class ParametricJobs
{
    private const string ListAttribute = "Parameters";
    private const string ValueAttribute = "Parameter";
    private const string NumberAttribute = "ParameterNumber";
    private static readonly string[] SequencePrefixes = ["ParameterStart", "ParameterStep", "ParameterFactor"];

    /// <summary>Whether the description stands for several jobs: an attribute's name begins with <c>Parameters</c>.</summary>
    /// <param name="ad">A description.</param>
    public static bool IsParametric(ClassAd ad) =>
        ad.Attributes.Keys.Any(name => name.StartsWith(ListAttribute, StringComparison.Ordinal));

    /// <summary>The descriptions of the single jobs, in parameter order.</summary>
    /// <param name="ad">A description; one without parameters is returned alone.</param>
    /// <param name="maxJobs">The largest number of jobs allowed.</param>
    /// <exception cref="DiracException">
    /// <see cref="ErrorCode.BadJobDescription"/>: lengths disagree, no job results, too many result, or a sequence is not one.
    /// </exception>
    public static IReadOnlyList<ClassAd> Expand(ClassAd ad, int maxJobs)
    {
        if (!IsParametric(ad)) return [ad];

        var count = CountJobs(ad, maxJobs);
        var parameters = ParametersOf(ad, count);
        var templates = ad.Attributes
            .Where(attribute => !IsParameterDefinition(attribute.Key))
            .Select(attribute => (attribute.Key, new ValueTemplate(attribute.Value, parameters)))
            .ToList();
        var indexFormat = "D" + (count - 1).ToString(CultureInfo.InvariantCulture).Length.ToString(CultureInfo.InvariantCulture);

        return InParallel.Map([.. Enumerable.Range(0, count)], number => JobAt(number, number.ToString(indexFormat, CultureInfo.InvariantCulture), templates, parameters));
    }

    private static ClassAd JobAt(
        int number, string index, List<(string Name, ValueTemplate Template)> templates, List<JobParameter> parameters)
    {
        var attributes = new OrderedDictionary<string, JdlValue>(templates.Count + parameters.Count + 1, StringComparer.Ordinal);
        foreach (var (name, template) in templates)
        {
            attributes[name] = template.For(number, index);
        }

        foreach (var parameter in parameters)
        {
            attributes[parameter.Name.Length == 0 ? ValueAttribute : $"{ValueAttribute}.{parameter.Name}"] = parameter.ValueAt(number, index);
        }

        attributes[NumberAttribute] = new JdlWord(number.ToString(CultureInfo.InvariantCulture));
        return new ClassAd(attributes);
    }

    private static int CountJobs(ClassAd ad, int maxJobs)
    {
        long? count = null;
        var first = "";
        foreach (var name in ad.Attributes.Keys.Where(name => name.StartsWith(ListAttribute, StringComparison.Ordinal)))
        {
            var length = LengthOf(ad, name);
            if (count is not null && count != length)
            {
                throw Error($"{first} stands for {Numbers.Of((long)count, "job")} but {name} for {length}.", "Give all parameter lists the same length.");
            }

            (count, first) = (length, name);
        }

        return count switch
        {
            <= 0 => throw Error($"{first} stands for no job at all.", "Give at least one parameter value."),
            { } many when many > maxJobs => throw Error(
                $"{first} stands for {many} jobs; at most {maxJobs} are allowed at once.", "Submit them in several parts."),
            _ => (int)count!,
        };
    }

    private static long LengthOf(ClassAd ad, string name)
    {
        const string advice = "Write Parameters.NAME = {…}, or Parameters = N with ParameterStart.NAME for a sequence.";
        if (name != ListAttribute && !(name.StartsWith(ListAttribute + ".", StringComparison.Ordinal) && name.Length > ListAttribute.Length + 1))
        {
            throw Error($"{name} is not a parameter attribute.", advice);
        }

        if (ad.Get(name) is JdlList list) return list.Items.Count;
        if (name != ListAttribute) throw Error($"{name} must be a list of values.", advice);
        return ad.GetInt(name) ?? throw Error($"Parameters must be a number of jobs or a list of values, not '{ad.GetString(name)}'.");
    }

    private static List<JobParameter> ParametersOf(ClassAd ad, int count)
    {
        var parameters = new List<JobParameter>();
        foreach (var name in ParameterNames(ad))
        {
            parameters.Add(ad.Get(Attribute(ListAttribute, name)) is JdlList list
                ? JobParameter.FromList(name, list.Items)
                : JobParameter.FromSequence(name, SequenceOf(ad, name), count));
        }

        return parameters;
    }

    private static IEnumerable<string> ParameterNames(ClassAd ad)
    {
        var unnamed = ad.Has(ListAttribute) ? new[] { "" } : [];
        var named =
            from attribute in ad.Attributes.Keys
            from prefix in SequencePrefixes.Prepend(ListAttribute)
            where attribute.StartsWith(prefix + ".", StringComparison.Ordinal)
            select attribute[(prefix.Length + 1)..];
        return unnamed.Concat(named).Distinct(StringComparer.Ordinal);
    }

    private static ParameterSequence SequenceOf(ClassAd ad, string name) => ParameterSequence.Parse(
        name,
        ad.GetString(Attribute("ParameterStart", name)),
        ad.GetString(Attribute("ParameterStep", name)),
        ad.GetString(Attribute("ParameterFactor", name)));

    private static string Attribute(string prefix, string name) => name.Length == 0 ? prefix : $"{prefix}.{name}";

    private static bool IsParameterDefinition(string attribute) =>
        attribute.StartsWith(ListAttribute, StringComparison.Ordinal)
        || SequencePrefixes.Any(prefix => attribute.StartsWith(prefix, StringComparison.Ordinal));

    private static DiracException Error(string message, string? advice = null) => new(ErrorCode.BadJobDescription, message, advice);
}
