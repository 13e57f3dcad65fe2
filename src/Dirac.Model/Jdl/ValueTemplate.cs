namespace Dirac.Model.Jdl;

/// <summary>A value of a parametric description, prepared for filling in the parameters of each job.</summary>
internal sealed class ValueTemplate
{
    private readonly JdlValue _value;
    private readonly IReadOnlyList<JobParameter> _used;
    private readonly bool _isConstant;

    public ValueTemplate(JdlValue value, IReadOnlyList<JobParameter> parameters)
    {
        _value = value;
        var text = value.Text;
        _used = [.. parameters.Where(parameter => text.Contains(parameter.Placeholder, StringComparison.Ordinal))];
        _isConstant = _used.Count == 0 && !text.Contains("%n", StringComparison.Ordinal);
    }

    /// <summary>The value for one job.</summary>
    /// <param name="number">Zero-based number of the job.</param>
    /// <param name="index">The same, zero-padded, as it replaces <c>%n</c>.</param>
    public JdlValue For(int number, string index) => _isConstant ? _value : Fill(_value, number, index);

    private JdlValue Fill(JdlValue value, int number, string index) => value switch
    {
        JdlString or JdlWord when ListFor(value, number, index) is { } list => list,
        JdlString text => new JdlString(FillText(text.Text, number, index)),
        JdlWord word => WordOrString(FillText(word.Source, number, index)),
        JdlList list => new JdlList([.. list.Items.SelectMany(item => FillElement(item, number, index))]),
        JdlAd nested => FillAd(nested.Ad, number, index),
        _ => value,
    };

    private IEnumerable<JdlValue> FillElement(JdlValue item, int number, string index) =>
        item is not JdlList && ListFor(item, number, index) is { } inner ? inner.Items : [Fill(item, number, index)];

    private JdlAd FillAd(ClassAd ad, int number, string index)
    {
        var attributes = new OrderedDictionary<string, JdlValue>(StringComparer.Ordinal);
        foreach (var (name, value) in ad.Attributes)
        {
            attributes[name] = Fill(value, number, index);
        }

        return new JdlAd(new ClassAd(attributes));
    }

    /// <summary>The list that replaces a value consisting of nothing but the placeholder of a list-valued parameter.</summary>
    private JdlList? ListFor(JdlValue value, int number, string index)
    {
        foreach (var parameter in _used)
        {
            if (value.Text == parameter.Placeholder && parameter.ValueAt(number, index) is JdlList list) return list;
        }

        return null;
    }

    // A parameter's text may hold what would end a bare word, for example a semicolon.
    private static JdlValue WordOrString(string text) =>
        ClassAdReader.IsName(text) ? new JdlWord(text) : new JdlString(text.Replace("\"", "", StringComparison.Ordinal));

    private string FillText(string text, int number, string index)
    {
        var filled = text.Replace("%n", index, StringComparison.Ordinal);
        foreach (var parameter in _used)
        {
            filled = filled.Replace(parameter.Placeholder, parameter.ValueAt(number, index).Text, StringComparison.Ordinal);
        }

        return filled;
    }
}
