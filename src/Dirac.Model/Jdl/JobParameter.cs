namespace Dirac.Model.Jdl;

/// <summary>One parameter of a parametric job: its name (empty for the unnamed one) and its value for every job.</summary>
internal sealed class JobParameter
{
    private readonly IReadOnlyList<JdlValue> _values;

    private JobParameter(string name, IReadOnlyList<JdlValue> values)
    {
        Name = name;
        Placeholder = name.Length == 0 ? "%s" : $"%({name})s";
        _values = values;
    }

    public string Name { get; }

    /// <summary>What stands for the value in a description: <c>%s</c> or <c>%(NAME)s</c>.</summary>
    public string Placeholder { get; }

    public static JobParameter FromList(string name, IReadOnlyList<JdlValue> values) => new(name, values);

    public static JobParameter FromSequence(string name, ParameterSequence sequence, int count) =>
        new(name, [.. sequence.Take(count).Select(text => new JdlString(text))]);

    /// <summary>The value for one job, as it stands in the result: a list stays a list, anything else is a string.</summary>
    public JdlValue ValueAt(int number, string index) => _values[number] switch
    {
        JdlList list => new JdlList([.. list.Items.Select(item => WithIndex(item, index))]),
        var value => WithIndex(value, index),
    };

    // compat: %n is replaced in the whole text, and so also inside the values.
    private static JdlValue WithIndex(JdlValue value, string index) => value switch
    {
        JdlString text when !text.Text.Contains('%', StringComparison.Ordinal) => text,
        JdlList or JdlAd => value,
        _ => new JdlString(value.Text.Replace("%n", index, StringComparison.Ordinal)),
    };
}
